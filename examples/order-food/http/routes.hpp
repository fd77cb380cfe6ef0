#pragma once

#include <atomic>

namespace httplib {
class Server;
}

namespace order_food {

class Connections;

// GET /menu, POST /orders, GET /healthz (the process), GET /readyz (the database answers, and
// we are not leaving). The references must outlive the server.
void add_routes(httplib::Server& server, Connections& connections, const std::atomic<bool>& leaving);

}  // namespace order_food
