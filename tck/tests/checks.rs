//! Every test of the JVM's suite has its counterpart here, under the same name in snake case.

use std::collections::BTreeSet;

use reactive_streams_tck::{Role, checks};

/// The 94 test bodies of the JVM's suite, by the names of their methods.
const JVM: &str = include_str!("jvm_tests.txt");

fn snake_case(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut snake = String::new();
    for (at, &this) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after = chars.get(at + 1).copied();
        let begins_word = this.is_uppercase()
            && (before.is_some_and(|c| c.is_lowercase() || c.is_ascii_digit())
                || (before.is_some_and(char::is_uppercase)
                    && after.is_some_and(char::is_lowercase)));
        if begins_word {
            snake.push('_');
        }
        snake.extend(this.to_lowercase());
    }
    snake
}

fn ours() -> BTreeSet<&'static str> {
    let roles = [Role::Publisher, Role::Subscriber, Role::Processor];
    roles.into_iter().flat_map(checks).map(|check| check.name).collect()
}

#[test]
fn words_are_split_as_people_read_them() {
    assert_eq!(
        snake_case("required_spec317_mustSupportUpToLong"),
        "required_spec317_must_support_up_to_long"
    );
    assert_eq!(snake_case("subscribeThrowNPEOnNull"), "subscribe_throw_npe_on_null");
    assert_eq!(snake_case("required_createPublisher1Must"), "required_create_publisher1_must");
}

#[test]
fn there_are_ninety_four() {
    let names: BTreeSet<&str> = JVM.lines().collect();
    assert_eq!(names.len(), 94);
}

#[test]
fn each_has_its_counterpart() {
    let ours = ours();
    let missing: Vec<String> =
        JVM.lines().map(snake_case).filter(|name| !ours.contains(name.as_str())).collect();
    assert!(missing.is_empty(), "no check is named {missing:#?}");
}

#[test]
fn what_has_no_counterpart_says_so() {
    let theirs: BTreeSet<String> = JVM.lines().map(snake_case).collect();
    let unmarked: Vec<&str> = ours()
        .into_iter()
        .filter(|name| !theirs.contains(*name) && !name.starts_with("beyond_spec"))
        .collect();
    assert!(
        unmarked.is_empty(),
        "these are not the JVM's, and do not begin with beyond_spec: {unmarked:#?}"
    );
}

#[test]
fn no_two_checks_of_a_role_share_a_name() {
    for role in [Role::Publisher, Role::Subscriber, Role::Processor] {
        let all = checks(role);
        let names: BTreeSet<&str> = all.iter().map(|check| check.name).collect();
        assert_eq!(names.len(), all.len(), "{role:?}");
    }
}

#[test]
fn each_program_that_proves_a_rule_is_there_to_be_refused() {
    let folder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/core/tests/compile_fail");
    for role in [Role::Publisher, Role::Subscriber, Role::Processor] {
        for program in checks(role).into_iter().flat_map(|check| check.refused_programs()) {
            let (source, complaint) = (format!("{program}.rs"), format!("{program}.stderr"));
            assert!(folder.join(&source).exists(), "{source}");
            assert!(folder.join(&complaint).exists(), "{complaint}");
        }
    }
}
