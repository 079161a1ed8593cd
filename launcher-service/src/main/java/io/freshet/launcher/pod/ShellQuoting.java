package io.freshet.launcher.pod;

/** Text in scripts for a POSIX shell. */
public final class ShellQuoting {
    private ShellQuoting() {}

    /** One word that means exactly the text. */
    public static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
