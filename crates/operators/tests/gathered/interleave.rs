use super::{Order, by_hand, in_common, order_of};

in_common!(Order::Interleave);

#[test]
fn two_of_each_in_turn() {
    order_of(Order::Interleave, [&[0, 2, 5], &[1, 3, 4]], [0, 2, 1, 3, 5]);
}

#[test]
fn who_has_completed_is_left_out_of_the_turns() {
    let ([first, second], downstream) = by_hand(Order::Interleave, 9, false);
    first.next(1);
    first.complete();
    (2..5).for_each(|n| second.next(n));
    downstream.assert_values(1..5);
    second.complete();
    downstream.assert_complete();
}
