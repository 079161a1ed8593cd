package io.freshet.launcher.batch;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what the pod of a batch reports. Lines may come twice and among others, the last may not be whole, and the commands of the pod can
 * write there too, whatever they like. Pure.
 */
public final class ProgressParser {
    private static final String MARK = "freshet-batch";
    private static final int ENDED = 5;
    /** A time beyond these is nobody's clock, and no history would keep it. */
    private static final long LATEST_SECOND =
            Instant.parse("9999-01-01T00:00:00Z").getEpochSecond() - 1;

    private final Map<String, MemberProgress> turns = new HashMap<>();

    /** How far it is with each attempt of which something is reported. */
    public static Map<String, MemberProgress> read(String text) {
        ProgressParser lines = new ProgressParser();
        text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(line -> lines.take(List.of(line.split(" ", -1))));
        return Map.copyOf(lines.turns);
    }

    private void take(List<String> words) {
        if (words.size() < ENDED - 1 || !words.getFirst().equals(MARK)) {
            return;
        }
        String attempt = words.get(2);
        MemberProgress before = turns.getOrDefault(attempt, new MemberProgress.Waiting());
        try {
            turns.put(attempt, after(before, words));
        } catch (NumberFormatException e) {
            // Something else wrote between; what the pod itself says comes again in its file.
        }
    }

    private static MemberProgress after(MemberProgress before, List<String> words) {
        long second = Long.parseLong(words.get(3));
        if (second < 0 || second > LATEST_SECOND) {
            return before;
        }
        Instant at = Instant.ofEpochSecond(second);
        return switch (words.get(1)) {
            case "started" -> before instanceof MemberProgress.Waiting ? new MemberProgress.Running(at) : before;
            case "skipped" -> before instanceof MemberProgress.Waiting ? new MemberProgress.Skipped() : before;
            case "ended" ->
                before instanceof MemberProgress.Running(Instant since) && words.size() >= ENDED
                        ? new MemberProgress.Over(since, at, Integer.parseInt(words.get(4)), words.contains("oom"))
                        : before;
            default -> before;
        };
    }
}
