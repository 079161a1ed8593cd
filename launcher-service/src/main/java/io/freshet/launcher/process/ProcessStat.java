package io.freshet.launcher.process;

/**
 * A process, as {@code /proc/<pid>/stat} shows it.
 *
 * @param state one letter; {@code Z} has ended and waits to be reaped
 * @param parent the process that is notified when it ends
 * @param group its process group
 * @param session its session
 * @param startTicks when it began, in ticks since the machine did: with the number it is unique while the machine is up
 */
record ProcessStat(long number, char state, long parent, long group, long session, long startTicks) {
    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int GROUP = 2;
    private static final int SESSION = 3;
    private static final int START = 19;

    /**
     * @throws IllegalArgumentException if the text is not one of these
     */
    static ProcessStat parse(String text) {
        int open = text.indexOf('(');
        int close = text.lastIndexOf(')');
        if (open < 2 || close < open) {
            throw new IllegalArgumentException("'%s' does not describe a process".formatted(text));
        }
        String[] fields = text.substring(close + 2).split(" ");
        return new ProcessStat(
                Long.parseLong(text.substring(0, open - 1)),
                fields[STATE].charAt(0),
                Long.parseLong(fields[PARENT]),
                Long.parseLong(fields[GROUP]),
                Long.parseLong(fields[SESSION]),
                Long.parseLong(fields[START]));
    }

    boolean isAlive() {
        return state != 'Z' && state != 'X';
    }
}
