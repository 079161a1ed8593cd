package io.freshet.contracts.action;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.PodTemplate;
import io.freshet.contracts.spec.RunSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The hash of everything a task's result depends on: equal key, equal result, whatever the namespace, the workflow and the task
 * are called. What decides only where, when or how often an attempt runs (resources, retries, pool, identity) is no part of it.
 *
 * <p>Every field is hashed with its length before it, and every list with its size, so that no two different values meet in one
 * text. Pure and thread-safe.
 */
public final class ActionKey {
    private static final String CODE_FORMAT = "freshet-code 1";
    /** Stands where the first partition's key would: no key contains a space. */
    private static final String LISTED = "list of partitions";

    private static final String ACTION_FORMAT = "freshet-action 1";

    /** What of a pod's template the result may depend on; the rest only decides where and when it runs. */
    private static final Set<String> POD_CONTENT =
            Set.of("env", "envFrom", "initContainers", "sidecars", "volumes", "volumeMounts");

    private ActionKey() {}

    /**
     * The part that is the same for all partitions of a task: what runs. A task whose code hash changed has new code.
     *
     * @param code the manifest of the code files
     * @param params as the task sees them, by name
     * @param outputs the layout's text by the output's name
     */
    public static Fingerprint code(
            Fingerprint code, RunSpec run, Map<String, String> params, Map<String, String> outputs) {
        MessageDigest digest = Sha256.digest();
        text(digest, CODE_FORMAT);
        text(digest, code.hex());
        String image = run.image();
        size(digest, image == null ? 0 : 1);
        if (image != null) {
            text(digest, image);
        }
        size(digest, run.command().size());
        run.command().forEach(argument -> text(digest, argument));
        texts(digest, run.env());
        texts(digest, params);
        texts(digest, outputs);
        PodTemplate pod = run.pod();
        if (pod != null && POD_CONTENT.stream().anyMatch(key -> pod.get(key) != null)) {
            Map<String, Object> content = new TreeMap<>(pod.tree());
            content.keySet().retainAll(POD_CONTENT);
            tree(digest, content);
        }
        return Sha256.finish(digest.digest());
    }

    /** What an input has, as far as the key depends on it. */
    public sealed interface Content {
        /** The fingerprints of the partitions that are read. */
        record Partitions(NavigableMap<String, Fingerprint> fingerprints) implements Content {}

        /**
         * A list of partitions by its hash.
         *
         * @param partitions how many there are; more than are ever named one by one, so that the two forms never meet
         */
        record Listed(int partitions, Fingerprint index) implements Content {}
    }

    /**
     * The action key of one instance.
     *
     * @param code see {@link #code}
     * @param inputs what is read, by the input's name
     */
    public static Fingerprint of(Fingerprint code, PartitionKey partition, Map<String, Content> inputs) {
        MessageDigest digest = Sha256.digest();
        text(digest, ACTION_FORMAT);
        text(digest, code.hex());
        text(digest, partition.toString());
        size(digest, inputs.size());
        new TreeMap<>(inputs).forEach((name, content) -> {
            text(digest, name);
            switch (content) {
                case Content.Partitions(var fingerprints) -> {
                    size(digest, fingerprints.size());
                    fingerprints.forEach((key, fingerprint) -> {
                        text(digest, key);
                        text(digest, fingerprint.hex());
                    });
                }
                case Content.Listed(int partitions, Fingerprint index) -> {
                    size(digest, partitions);
                    text(digest, LISTED);
                    text(digest, index.hex());
                }
            }
        });
        return Sha256.finish(digest.digest());
    }

    private static void texts(MessageDigest digest, Map<String, String> texts) {
        size(digest, texts.size());
        List<Map.Entry<String, String>> sorted =
                texts.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
        for (Map.Entry<String, String> entry : sorted) {
            text(digest, entry.getKey());
            text(digest, entry.getValue());
        }
    }

    private static void tree(MessageDigest digest, Object value) {
        switch (value) {
            case Map<?, ?> map -> {
                text(digest, "map");
                size(digest, map.size());
                new TreeMap<>(map).forEach((key, below) -> {
                    text(digest, key.toString());
                    tree(digest, below);
                });
            }
            case List<?> list -> {
                text(digest, "list");
                size(digest, list.size());
                list.forEach(item -> tree(digest, item));
            }
            default -> {
                text(digest, value.getClass().getSimpleName());
                text(digest, value.toString());
            }
        }
    }

    private static void text(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        size(digest, bytes.length);
        digest.update(bytes);
    }

    private static void size(MessageDigest digest, int size) {
        digest.update((size + ":").getBytes(StandardCharsets.UTF_8));
    }
}
