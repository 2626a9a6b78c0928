//! Declarative shadow trees: `<template shadowrootmode>` with the slots of its host.
//!
//! A browser shows the shadow tree in the place of the host's children, and each of these in the
//! slot of its name. The tree of a page has that order, so no later stage knows of shadow trees.

use std::collections::{HashMap, HashSet};

use super::arena::Arena;
use super::tree::NodeId;

/// Lays out the shadow trees of the templates that have one, and cuts off the contents of all
/// others. The templates are in document order, so outer ones come before inner ones. Returns true
/// if one has a shadow tree.
pub(super) fn lay_out_templates(arena: &mut Arena, templates: &[NodeId]) -> bool {
    let mut hosts = HashSet::new();
    let mut shadows = Vec::new();
    for &template in templates {
        let host = shadow_host(arena, template).filter(|&host| hosts.insert(host));
        match host {
            Some(host) => shadows.push((host, template)),
            None => arena.cut_children(template),
        }
    }
    for &(host, template) in &shadows {
        attach_shadow(arena, host, template);
    }
    !shadows.is_empty()
}

/// Returns the host of a template with a shadow tree.
fn shadow_host(arena: &Arena, template: NodeId) -> Option<NodeId> {
    let mode = arena.attribute(template, "shadowrootmode")?;
    if !mode.eq_ignore_ascii_case("open") && !mode.eq_ignore_ascii_case("closed") {
        return None;
    }
    // A template directly inside another one has no element around it.
    arena.parent(template).filter(|&host| !arena.is_named(host, "template"))
}

fn attach_shadow(arena: &mut Arena, host: NodeId, template: NodeId) {
    arena.detach(template);
    let light = arena.children(host);
    for &child in &light {
        arena.detach(child);
    }
    for child in arena.children(template) {
        arena.detach(child);
        arena.append(host, child);
    }
    let slots = slots_by_name(arena, host);
    let mut filled = HashSet::new();
    for child in light {
        // The first slot of a name gets the children, and its own content is not shown. A child
        // without a slot is not shown either.
        let name = arena.attribute(child, "slot").unwrap_or_default();
        let Some(&slot) = slots.get(name) else { continue };
        if filled.insert(slot) {
            arena.cut_children(slot);
        }
        arena.append(slot, child);
    }
}

/// Returns the slots of a shadow tree: the first one of each name.
fn slots_by_name(arena: &Arena, host: NodeId) -> HashMap<String, NodeId> {
    let mut slots = HashMap::new();
    let mut open = arena.children(host);
    open.reverse();
    while let Some(id) = open.pop() {
        if arena.is_named(id, "template") {
            continue;
        }
        if arena.is_named(id, "slot") {
            let name = arena.attribute(id, "name").unwrap_or_default().to_owned();
            slots.entry(name).or_insert(id);
        }
        let mut children = arena.children(id);
        children.reverse();
        open.append(&mut children);
    }
    slots
}
