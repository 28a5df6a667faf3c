use super::{Order, in_common, order_of};

in_common!(Order::Comparing);

#[test]
fn the_least_first() {
    order_of(Order::Comparing, [&[0, 2, 5], &[1, 3, 4]], [0, 1, 2, 3, 4]);
}
