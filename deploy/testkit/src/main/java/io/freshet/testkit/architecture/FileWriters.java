package io.freshet.testkit.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every place outside of {@code contracts.disk} where a service opens or writes a file itself, and why a power failure there loses nothing
 * and makes nothing wrong: what has to outlive one is synced before it has its name, by {@code DurableFiles}, and all else may be lost or
 * is found damaged. A new place either goes through {@code DurableFiles} or says here why it need not.
 */
public final class FileWriters {
    private static final List<String> PARTS = List.of(
            "io.freshet.audit",
            "io.freshet.contracts",
            "io.freshet.language",
            "io.freshet.launcher",
            "io.freshet.planner",
            "io.freshet.scheduler",
            "io.freshet.servicekit",
            "io.freshet.watcher");

    private static final String DISK = "io.freshet.servicekit.disk";

    private static final Set<String> OPENING = Set.of(
            "java.nio.file.Files.write",
            "java.nio.file.Files.writeString",
            "java.nio.file.Files.newOutputStream",
            "java.nio.file.Files.newBufferedWriter",
            "java.nio.file.Files.newByteChannel",
            "java.nio.file.Files.copy",
            "java.nio.file.Files.move",
            "java.nio.file.Files.createFile",
            "java.nio.file.Files.createTempFile",
            "java.nio.channels.FileChannel.open",
            "java.nio.channels.AsynchronousFileChannel.open",
            "java.io.FileOutputStream.<init>",
            "java.io.FileWriter.<init>",
            "java.io.PrintWriter.<init>",
            "java.io.RandomAccessFile.<init>");

    private static final String READS = "only reads";
    private static final String TEMPORARY =
            "a temporary file of one request: who asked has no answer yet, and asks again";
    private static final String OF_ATTEMPT =
            "below the directory of one attempt: what was running when the machine stopped is lost, and made again";

    /** By class. */
    private static final Map<String, String> ALLOWED = allowed();

    private FileWriters() {}

    private static Map<String, String> allowed() {
        Map<String, String> allowed = new TreeMap<>();
        allowed.put("io.freshet.language.bundle.BundleFiles", TEMPORARY);
        allowed.put("io.freshet.language.bundle.BundleWriter", TEMPORARY);
        allowed.put("io.freshet.contracts.data.Sha256", READS);
        allowed.put("io.freshet.servicekit.posix.OpenFile", "opens what its callers name, for them to sync");
        allowed.put(
                "io.freshet.servicekit.streams.LocalState",
                "a mark that stores are damaged: if it is lost, opening them finds the damage again");
        allowed.put("io.freshet.launcher.attempt.LogBoundaries", OF_ATTEMPT);
        allowed.put("io.freshet.launcher.attempt.LogTail", READS);
        allowed.put("io.freshet.launcher.attempt.RecordFiles", READS);
        allowed.put(
                "io.freshet.launcher.dataplane.ObjectStore", "copies that DurableBatch syncs before they have a name");
        allowed.put("io.freshet.launcher.dataplane.UniqueKeys", OF_ATTEMPT);
        allowed.put("io.freshet.launcher.dataplane.ViewBuilder", OF_ATTEMPT);
        allowed.put("io.freshet.launcher.dataplane.ViewPlaces", OF_ATTEMPT);
        allowed.put("io.freshet.launcher.journal.SegmentFiles", READS);
        allowed.put("io.freshet.launcher.batch.BatchFiles", READS);
        allowed.put("io.freshet.launcher.kubernetes.PodLogFile", OF_ATTEMPT);
        allowed.put("io.freshet.launcher.process.AttemptScript", "a script that each launcher makes anew at its start");
        allowed.put("io.freshet.launcher.process.Claim", OF_ATTEMPT);
        allowed.put("io.freshet.launcher.process.Posix", "only what the kernel shows as files");
        allowed.put("io.freshet.planner.store.PageCacheWarmer", READS);
        allowed.put("io.freshet.scheduler.deployment.Upload", TEMPORARY);
        allowed.put("io.freshet.scheduler.http.WorkflowController", TEMPORARY);
        return allowed;
    }

    /**
     * Checks the main classes of a module; {@link HouseRules#check} does, too.
     *
     * @throws AssertionError that lists the accesses that nobody has accounted for
     */
    public static void check(JavaClasses classes) {
        List<String> violations = violations(classes);
        if (!violations.isEmpty()) {
            throw new AssertionError(String.join("\n- ", violations));
        }
    }

    /** Accesses that nobody has accounted for, each in a sentence. */
    static List<String> violations(JavaClasses classes) {
        return AccountedCalls.violations(
                classes,
                type -> PARTS.stream().anyMatch(part -> AccountedCalls.isWithin(type, part))
                        && !AccountedCalls.isWithin(type, DISK),
                OPENING,
                ALLOWED.keySet(),
                "files are written by DurableFiles, or FileWriters says why not");
    }
}
