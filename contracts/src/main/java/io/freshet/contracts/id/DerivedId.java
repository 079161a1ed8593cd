package io.freshet.contracts.id;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Identifiers that are derived, not drawn: equal parts give the equal id on every machine and after every restart, so that
 * doing something again finds it done. All methods are pure and thread-safe.
 */
public final class DerivedId {
    private static final int ID_HEX_DIGITS = 24;
    private static final MessageDigest UNUSED = unused();

    private DerivedId() {}

    /** An id of 24 hexadecimal digits (96 bits of SHA-256) over the parts, which are separated unambiguously. */
    public static String of(String... parts) {
        return id(digest(parts));
    }

    /** As {@link #of(String...)} with two parts, of the second its UTF-8. */
    public static String of(String first, byte[] second) {
        MessageDigest sha256 = sha256();
        update(sha256, first.getBytes(StandardCharsets.UTF_8));
        update(sha256, second);
        return id(sha256.digest());
    }

    private static String id(byte[] digest) {
        return HexFormat.of().formatHex(digest, 0, ID_HEX_DIGITS / 2);
    }

    /** The id of the run that a cause starts in a workflow. */
    public static String run(WorkflowRef workflow, String causeId) {
        return of("run", workflow.toString(), causeId);
    }

    /**
     * The id of one attempt: a readable task name, then a hash; at most 63 characters and a valid Kubernetes name.
     *
     * @param evaluation counts the evaluations of the instance that led to work, from 1
     * @param number counts the attempts within the evaluation, from 1
     */
    public static String attempt(InstanceRef instance, long evaluation, int number) {
        String hash = of("attempt", instance.toString(), Long.toString(evaluation), Integer.toString(number));
        String task = instance.task();
        String slug = task.length() > 32 ? task.substring(0, 32) : task;
        return slug + "-" + hash;
    }

    /** SHA-256 over the parts, which are separated unambiguously. */
    static byte[] digest(String... parts) {
        MessageDigest sha256 = sha256();
        for (String part : parts) {
            update(sha256, part.getBytes(StandardCharsets.UTF_8));
        }
        return sha256.digest();
    }

    private static void update(MessageDigest sha256, byte[] part) {
        sha256.update((part.length + ":").getBytes(StandardCharsets.ISO_8859_1));
        sha256.update(part);
    }

    /** A copy: to look the algorithm up takes as long as to hash an id. */
    private static MessageDigest sha256() {
        try {
            return (MessageDigest) UNUSED.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's SHA-256 can be copied", e);
        }
    }

    private static MessageDigest unused() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
