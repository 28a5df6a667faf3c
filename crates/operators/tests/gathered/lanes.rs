//! Lanes, one for all that both orders of them have in common; shares and bounds are in `tests/lanes.rs`.

mod strict {
    use crate::{Order, in_common, order_of};

    in_common!(Order::Strict);

    #[test]
    fn the_first_always() {
        order_of(Order::Strict, [&[0, 2, 5], &[1, 3, 4]], [0, 2, 5, 1, 3, 4]);
    }
}

mod weighted {
    use crate::{Order, in_common, order_of};

    in_common!(Order::Weighted);

    #[test]
    fn equal_lanes_take_turns() {
        order_of(Order::Weighted, [&[0, 2, 5], &[1, 3, 4]], [0, 1, 2, 3, 5, 4]);
    }
}
