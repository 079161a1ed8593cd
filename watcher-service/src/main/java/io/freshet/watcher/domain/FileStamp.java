package io.freshet.watcher.domain;

/**
 * What one {@code stat} says of a file. Two equal stamps mean equal content, unless the content was read too soon after the
 * change, see {@link KnownFile#isRacy}.
 *
 * @param bytes the size
 * @param modifiedNanos mtime, nanoseconds since 1970; anybody may set it
 * @param changedNanos ctime, nanoseconds since 1970; only the kernel sets it, at every change of content, name or permission
 * @param inode changes when a file is replaced by another one
 */
public record FileStamp(long bytes, long modifiedNanos, long changedNanos, long inode) {}
