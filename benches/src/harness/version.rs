/// The version of a dependency, as our lock file has it.
pub(super) fn version(package: &str) -> String {
    let name = format!("name = \"{package}\"");
    let mut lines = include_str!("../../Cargo.lock").lines();
    let version = lines.find(|line| *line == name).and_then(|_| lines.next());
    version
        .and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'))
        .unwrap_or_else(|| panic!("{package} is not in the lock file"))
        .to_owned()
}
