use reactive_streams_operators::prelude::*;
use reactive_streams_operators::{empty, error, once};

use super::Calls;

#[test]
fn with_the_element_or_with_nothing() {
    let calls = Calls::default();
    let [some, none, failed] = [(); 3].map(|()| {
        let calls = calls.clone();
        move |element: Option<&u32>| calls.call(format!("{element:?}"))
    });
    assert_eq!(once(1).do_on_success(some).block(), Ok(1));
    assert_eq!(empty().do_on_success(none).block(), Ok(None));
    assert_eq!(calls.take(), ["Some(1)", "None"]);
    assert!(error::<u32, _>("no").first().do_on_success(failed).block().is_err());
    assert!(calls.take().is_empty());
}
