//! What the crate offers, read from its sources.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use syn::{Attribute, Expr, ExprLit, ImplItem, Item, Lit, Token, TraitItem, Type, Visibility};
use syn::{Meta, punctuated::Punctuated};

/// Public items, and the names by which a search finds them.
///
/// An item is called `name`, a member `Owner::name`; with the module in which it is, either has that
/// before it (`scheduler::ThreadScheduler`).
pub(crate) struct Api {
    items: BTreeMap<String, Vec<Entry>>,
}

struct Entry {
    module: String,
    kind: Kind,
    names: Vec<String>,
}

#[derive(PartialEq)]
enum Kind {
    Type,
    Function,
    TraitMethod,
    Method,
}

impl Api {
    /// Reads the sources of this crate, of the traits, of the one for tests, and of the one that looks on.
    pub(crate) fn read() -> Self {
        let mut api = Self { items: BTreeMap::new() };
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        api.read_folder(&sources, "");
        api.read_folder(&sources.join("../../core/src"), "core");
        api.read_folder(&sources.join("../../test/src"), "test");
        api.read_folder(&sources.join("../../inspect/src"), "inspect");
        api
    }

    /// The name and the aliases of all that is called `path`; nothing if there is no such thing.
    pub(crate) fn find(&self, path: &str) -> Option<Vec<String>> {
        let in_module = path.split_once("::").and_then(|(module, rest)| {
            let mut entries = self.items.get(rest)?.iter();
            entries.find(|entry| entry.module == module).map(|entry| entry.names.clone())
        });
        let anywhere = || {
            let entries = self.items.get(path)?.iter();
            Some(entries.flat_map(|entry| entry.names.clone()).collect())
        };
        in_module.or_else(anywhere)
    }

    /// The paths of all operators: the methods of the extension traits and of `types`, and the
    /// functions of `modules`.
    pub(crate) fn operators(&self, types: &[&str], modules: &[&str]) -> Vec<String> {
        let mut paths = Vec::new();
        for (path, entries) in &self.items {
            for entry in entries {
                let owner = path.split_once("::").map(|(owner, _)| owner);
                match entry.kind {
                    Kind::TraitMethod if entry.module == "ext" => paths.push(path.clone()),
                    Kind::Method if owner.is_some_and(|owner| types.contains(&owner)) => {
                        paths.push(path.clone());
                    }
                    Kind::Function if modules.contains(&entry.module.as_str()) => {
                        // Sources are at the root, sinks are not.
                        let qualified = entry.module == "sink";
                        paths.push(if qualified { format!("sink::{path}") } else { path.clone() });
                    }
                    _ => {}
                }
            }
        }
        paths
    }

    fn read_folder(&mut self, folder: &Path, module: &str) {
        for entry in fs::read_dir(folder).expect("the sources are there") {
            let path = entry.expect("the sources can be listed").path();
            let name = path.file_stem().and_then(|name| name.to_str()).expect("plain names");
            let module = if module.is_empty() { name } else { module };
            if path.is_dir() {
                self.read_folder(&path, module);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                self.read_file(&path, module);
            }
        }
    }

    fn read_file(&mut self, path: &Path, module: &str) {
        let source = fs::read_to_string(path).expect("the sources can be read");
        let file = syn::parse_file(&source)
            .unwrap_or_else(|error| panic!("{} is not understood: {error}", path.display()));
        for item in file.items {
            self.add_item(module, item);
        }
    }

    fn add_item(&mut self, module: &str, item: Item) {
        match item {
            Item::Fn(item) if is_public(&item.vis) => {
                self.add(module, Kind::Function, None, &item.sig.ident.to_string(), &item.attrs);
            }
            Item::Struct(item) if is_public(&item.vis) => {
                self.add(module, Kind::Type, None, &item.ident.to_string(), &item.attrs);
            }
            Item::Enum(item) if is_public(&item.vis) => {
                self.add(module, Kind::Type, None, &item.ident.to_string(), &item.attrs);
            }
            Item::Trait(item) if is_public(&item.vis) => {
                let owner = item.ident.to_string();
                self.add(module, Kind::Type, None, &owner, &item.attrs);
                for member in item.items {
                    if let TraitItem::Fn(method) = member {
                        let name = method.sig.ident.to_string();
                        self.add(module, Kind::TraitMethod, Some(&owner), &name, &method.attrs);
                    }
                }
            }
            Item::Impl(item) if item.trait_.is_none() => {
                let Type::Path(owner) = *item.self_ty else { return };
                let owner =
                    owner.path.segments.last().expect("a type has a name").ident.to_string();
                for member in item.items {
                    if let ImplItem::Fn(method) = member {
                        if is_public(&method.vis) {
                            let name = method.sig.ident.to_string();
                            self.add(module, Kind::Method, Some(&owner), &name, &method.attrs);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn add(
        &mut self,
        module: &str,
        kind: Kind,
        owner: Option<&str>,
        name: &str,
        attributes: &[Attribute],
    ) {
        let path = owner.map_or(name.to_owned(), |owner| format!("{owner}::{name}"));
        let names = aliases(attributes).chain([name.to_owned()]).collect();
        self.items.entry(path).or_default().push(Entry { module: module.to_owned(), kind, names });
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// What `#[doc(alias = "…")]` says.
fn aliases(attributes: &[Attribute]) -> impl Iterator<Item = String> {
    let docs = attributes.iter().filter(|attribute| attribute.path().is_ident("doc"));
    let parts = docs.filter_map(|doc| {
        doc.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()
    });
    parts.flatten().filter_map(|part| match part {
        Meta::NameValue(pair) if pair.path.is_ident("alias") => text(&pair.value),
        _ => None,
    })
}

fn text(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}
