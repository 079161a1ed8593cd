package io.freshet.launcher.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What Linux shows of this process and others. */
public final class ProcFs {
    private static final Path PROC = Path.of("/proc");
    private static final int CHANGE_OWNER = 0;
    private static final int SET_GROUP = 6;
    private static final int SET_USER = 7;
    /** Linux counts in hundredths of a second for programs, whatever it counts in for itself. */
    private static final int MILLIS_PER_TICK = 10;

    private ProcFs() {}

    /** As whom we run. */
    public static int user() throws IOException {
        return (int) Files.getAttribute(PROC.resolve("self"), "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    static int group() throws IOException {
        return (int) Files.getAttribute(PROC.resolve("self"), "unix:gid", LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether this process may start others as other users. */
    static boolean maySwitchUser() throws IOException {
        return has(SET_GROUP) && has(SET_USER);
    }

    /** Whether this process may make others the owners of files. */
    public static boolean mayGiveFilesAway() throws IOException {
        return has(CHANGE_OWNER);
    }

    /** The name of this machine, or pod. */
    public static String host() throws IOException {
        return Files.readString(PROC.resolve("sys/kernel/hostname")).strip();
    }

    /** How long ago a process of this boot began, whatever has been done to the clock since. */
    static Duration age(ProcessStat process) throws IOException {
        double up = Double.parseDouble(Files.readString(PROC.resolve("uptime")).split(" ")[0]);
        return Duration.ofMillis(Math.max(0, (long) (up * 1000) - process.startTicks() * MILLIS_PER_TICK));
    }

    static String boot() throws IOException {
        return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
    }

    /** The most memory that this process ever had. */
    static long ownPeakBytes() throws IOException {
        return status("VmHWM")
                .map(text -> Long.parseLong(text.split(" ")[0]) * 1024)
                .orElse(Long.MAX_VALUE);
    }

    /** A process as it is now; empty if there is none. */
    static Optional<ProcessStat> process(long number) throws IOException {
        try {
            return Optional.of(ProcessStat.parse(
                    Files.readString(PROC.resolve(Long.toString(number)).resolve("stat"))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            // It ended while it was read: ESRCH.
            return Optional.empty();
        }
    }

    /** All processes that there are now. */
    static List<ProcessStat> processes() {
        return ProcessHandle.allProcesses()
                .flatMap(handle -> {
                    try {
                        return process(handle.pid()).stream();
                    } catch (IOException e) {
                        return Stream.empty();
                    }
                })
                .toList();
    }

    /** Whether a process was given this variable when it began; false also if we may not see that. */
    static boolean hasVariable(long number, String name, String value) {
        return variable(number, name).filter(value::equals).isPresent();
    }

    /** The variable as a process was given it when it began; empty also if we may not see that. */
    static Optional<String> variable(long number, String name) {
        try {
            byte[] variables =
                    Files.readAllBytes(PROC.resolve(Long.toString(number)).resolve("environ"));
            String all = new String(variables, StandardCharsets.ISO_8859_1);
            return Stream.of(all.split("\0"))
                    .filter(variable -> variable.startsWith(name + "="))
                    .map(variable -> variable.substring(name.length() + 1))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether this process has any right that an ordinary user has not. */
    static boolean hasAnyCapability() throws IOException {
        for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapAmb")) {
            if (capabilities(set) != 0) {
                return true;
            }
        }
        return false;
    }

    static boolean has(int capability) throws IOException {
        return (capabilities("CapEff") >> capability & 1) == 1;
    }

    private static long capabilities(String set) throws IOException {
        return Long.parseUnsignedLong(status(set).orElse("0"), 16);
    }

    private static Optional<String> status(String field) throws IOException {
        return Files.readAllLines(PROC.resolve("self/status")).stream()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).strip())
                .findFirst();
    }
}
