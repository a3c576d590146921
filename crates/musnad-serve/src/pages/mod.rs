//! The pages, one file each: a question to the archive, and how its answer looks to readers and to programs.

pub mod about;
pub mod api;
pub mod article;
pub mod corrections;
pub mod entity;
pub mod event;
pub mod framing;
pub mod health;
pub mod home;
pub mod network;
pub mod places;
pub mod search;
pub mod source;
pub mod sql;
pub mod statements;
pub mod story;
pub mod timeline;
