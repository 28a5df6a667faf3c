use reactive_streams_operators::prelude::*;
use reactive_streams_operators::range;

#[test]
fn each_clone_has_a_state_of_its_own() {
    let sums = range(1..4).map_with_state(0, |sum, n| {
        *sum += n;
        *sum
    });
    for _ in 0..2 {
        assert_eq!(sums.clone().collect::<Vec<_>>().block().unwrap(), [1, 3, 6]);
    }
}
