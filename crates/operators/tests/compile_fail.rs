//! What the compiler says where a chain does not fit tells what to do about it.

#[test]
fn messages_help() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*.rs");
}
