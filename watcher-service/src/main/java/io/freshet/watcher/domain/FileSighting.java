package io.freshet.watcher.domain;

/** What is found where a file is looked for. */
public sealed interface FileSighting {
    /** A regular file. */
    record Present(FileStamp stamp) implements FileSighting {}

    /** Nothing, or something that is no data: a directory, a symbolic link, a device. */
    record Absent() implements FileSighting {}

    /** It cannot be said, because the way there is closed. */
    record Hidden(String reason) implements FileSighting {}
}
