use super::{Order, in_common, order_of};

in_common!(Order::Sequential);

#[test]
fn one_after_another() {
    order_of(Order::Sequential, [&[0, 2, 5], &[1, 3, 4]], [0, 2, 5]);
}
