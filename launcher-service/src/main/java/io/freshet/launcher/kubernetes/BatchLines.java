package io.freshet.launcher.kubernetes;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what the pod of a batch tells. Lines may come twice and among others, and the last may not be whole. Pure. */
final class BatchLines {
    private static final String MARK = "freshet-batch";
    private static final int ENDED = 5;

    private final Map<String, BatchTurn> turns = new HashMap<>();

    /** How far it is with each attempt of which something is told. */
    static Map<String, BatchTurn> read(String text) {
        BatchLines lines = new BatchLines();
        text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(line -> lines.take(List.of(line.split(" ", -1))));
        return Map.copyOf(lines.turns);
    }

    private void take(List<String> words) {
        if (words.size() < ENDED - 1 || !words.getFirst().equals(MARK)) {
            return;
        }
        String attempt = words.get(2);
        BatchTurn before = turns.getOrDefault(attempt, new BatchTurn.Waiting());
        try {
            turns.put(attempt, after(before, words));
        } catch (NumberFormatException e) {
            // Something else wrote between; what the pod itself says comes again in its file.
        }
    }

    private static BatchTurn after(BatchTurn before, List<String> words) {
        Instant at = Instant.ofEpochSecond(Long.parseLong(words.get(3)));
        return switch (words.get(1)) {
            case "started" -> before instanceof BatchTurn.Waiting ? new BatchTurn.Running(at) : before;
            case "skipped" -> before instanceof BatchTurn.Waiting ? new BatchTurn.Skipped() : before;
            case "ended" ->
                before instanceof BatchTurn.Running(Instant since) && words.size() >= ENDED
                        ? new BatchTurn.Over(since, at, Integer.parseInt(words.get(4)), words.contains("oom"))
                        : before;
            default -> before;
        };
    }
}
