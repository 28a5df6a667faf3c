use super::{Order, in_common, order_of};

in_common!(Order::Preferred);

#[test]
fn the_first_is_preferred() {
    order_of(Order::Preferred, [&[0, 2, 5], &[1, 3, 4]], [0, 2, 5, 1, 3, 4]);
}
