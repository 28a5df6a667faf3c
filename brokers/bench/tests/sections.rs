//! What a program writes into `RESULTS.md`, and what another keeps of it.

use reactive_streams_benches::harness::{sections, with_section};

#[test]
fn a_section_is_added_replaced_and_kept() {
    let first = with_section("# Side by side\n", "speed", "\nfast\n\n");
    assert_eq!(first, "# Side by side\n\n<!-- begin speed -->\nfast\n<!-- end speed -->\n");

    let both = with_section(&first, "memory", "small");
    let kept = "\n<!-- begin speed -->\nfast\n<!-- end speed -->\n\
                \n<!-- begin memory -->\nsmall\n<!-- end memory -->\n";
    assert_eq!(both, format!("# Side by side\n{kept}"));
    assert_eq!(sections(&both), kept);

    let faster = with_section(&both, "speed", "faster");
    assert_eq!(faster, both.replace("fast\n", "faster\n"));
    assert_eq!(sections("# Side by side\n\nno section\n"), "");
}
