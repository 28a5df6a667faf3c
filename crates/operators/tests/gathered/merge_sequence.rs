use super::{Order, by_hand, in_common, order_of};

in_common!(Order::Sequence);

#[test]
fn by_number() {
    order_of(Order::Sequence, [&[0, 2, 5], &[1, 3, 4]], [0, 1, 2, 3, 4, 5]);
}

#[test]
fn a_number_may_be_missing() {
    order_of(Order::Sequence, [&[0, 3], &[2]], [0, 2, 3]);
}

#[test]
fn a_number_that_comes_too_late_is_given_at_once() {
    let ([first, second], downstream) = by_hand(Order::Sequence, 9, false);
    first.next(5);
    second.next(6);
    second.next(3);
    assert_eq!(downstream.take_values(), [5, 6, 3]);
    first.next(7);
    assert_eq!(downstream.take_values(), [7]);
}
