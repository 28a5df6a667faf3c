//! Tests of `LeakCheck`.

mod support;

use reactive_streams_test::LeakCheck;
use support::failure;

#[test]
fn counts_what_is_alive_and_its_clones() {
    let leaks = LeakCheck::new();
    let one = leaks.track("one");
    let same = one.clone();
    assert_eq!((leaks.alive(), one.len()), (2, 3));
    assert_eq!(one, same);
    assert_eq!(format!("{one} {same:?}"), "one \"one\"");
    drop(one);
    failure("alive", || leaks.assert_no_leaks());
    drop(same);
    leaks.assert_no_leaks();
}
