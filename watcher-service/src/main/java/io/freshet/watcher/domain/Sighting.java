package io.freshet.watcher.domain;

/** What is found where a file is looked for. */
public sealed interface Sighting {
    /** A regular file. */
    record Present(FileStamp stamp) implements Sighting {}

    /** Nothing, or something that is no data: a directory, a symbolic link, a device. */
    record Absent() implements Sighting {}

    /** It cannot be said, because the way there is closed. */
    record Hidden(String reason) implements Sighting {}
}
