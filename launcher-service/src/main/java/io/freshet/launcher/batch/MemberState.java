package io.freshet.launcher.batch;

/** What was reported of an attempt of a batch. */
enum MemberState {
    /** Nothing; its command may have begun without our seeing it. */
    JOINED,
    /** Nothing; its command had not begun yet. */
    WATCHED,
    /** That its command began. */
    STARTED,
    /** Its end: nothing more is reported. */
    CLOSED
}
