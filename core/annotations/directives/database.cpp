#include <array>

#include "core/annotations/directives/groups.hpp"
#include "core/annotations/directives/into.hpp"
#include "core/text/names.hpp"

namespace chandler::core::annotations {
namespace {

constexpr std::array<std::string_view, 6> ssl_modes{"disable", "allow",     "prefer",
                                                    "require", "verify-ca", "verify-full"};

constexpr auto database = &ProvisionSpec::database;

constexpr auto table = std::to_array<Directive>({
    {.name = "database",
     .group = Group::database,
     .grammar = "name of a Secret",
     .meaning =
         "Where to connect: a Secret as CloudNativePG, Crunchy, Zalando or KubeDB writes it, or with a plain `uri`. "
         "Keys that count: uri, url, host, port, dbname, database, user, username, password, sslmode.",
     .causes = "connection from this Secret's keys",
     .read = into<text::parse_object_name, database, &ProvisionSpec::Database::secret>,
     .on_bad = Severity::refuse},
    {.name = "database-host",
     .group = Group::database,
     .grammar = "host name or address",
     .meaning = "The server, where the Secret does not say it.",
     .causes = "CHANDLER_DATABASE_HOST",
     .read = into<text::parse_host, database, &ProvisionSpec::Database::host>,
     .on_bad = Severity::refuse},
    {.name = "database-port",
     .group = Group::database,
     .grammar = "port number",
     .fallback = "5432",
     .meaning = "The server's port, where the Secret does not say it.",
     .causes = "CHANDLER_DATABASE_PORT",
     .read = into<text::parse_port, database, &ProvisionSpec::Database::port>,
     .on_bad = Severity::refuse},
    {.name = "database-name",
     .group = Group::database,
     .grammar = "name of a database",
     .fallback = "the user's name",
     .meaning = "The database, where the Secret does not say it.",
     .causes = "CHANDLER_DATABASE_NAME",
     .read = into<text::parse_database_name, database, &ProvisionSpec::Database::name>,
     .on_bad = Severity::refuse},
    {.name = "database-user",
     .group = Group::database,
     .grammar = "name of a role",
     .meaning = "The role, where the Secret does not say it.",
     .causes = "CHANDLER_DATABASE_USER",
     .read = into<text::parse_database_name, database, &ProvisionSpec::Database::user>,
     .on_bad = Severity::refuse},
    {.name = "database-sslmode",
     .group = Group::database,
     .grammar = "disable, allow, prefer, require, verify-ca or verify-full",
     .fallback = "prefer",
     .meaning = "libpq's sslmode, where the Secret does not say it.",
     .causes = "CHANDLER_DATABASE_SSLMODE",
     .read = into<choice<ssl_modes>, database, &ProvisionSpec::Database::sslmode>,
     .on_bad = Severity::refuse},
});

}  // namespace

std::span<const Directive> database_directives() {
  return table;
}

}  // namespace chandler::core::annotations
