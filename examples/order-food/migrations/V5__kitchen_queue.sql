CREATE VIEW kitchen_queue AS
  SELECT orders.id, orders.placed_at, orders.status, food_item.name AS dish, order_line.quantity
    FROM orders
    JOIN order_line ON order_line.order_id = orders.id
    JOIN food_item ON food_item.id = order_line.food_item_id
   WHERE orders.status IN ('placed', 'cooking')
   ORDER BY orders.placed_at, orders.id;
