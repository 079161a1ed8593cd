package io.freshet.launcher.kubernetes;

/** Text in scripts for a POSIX shell. */
final class ShellText {
    private ShellText() {}

    /** One word that means exactly the text. */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
