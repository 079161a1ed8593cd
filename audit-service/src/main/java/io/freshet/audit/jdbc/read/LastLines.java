package io.freshet.audit.jdbc.read;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/** Finds where the last lines of a log begin. */
final class LastLines {
    private LastLines() {}

    /**
     * The position of the first byte of the last lines; where the pieces do not reach back so far, that of the first piece.
     *
     * @param pieces in any order; they may overlap
     */
    static long start(List<LogPiece> pieces, int lines) {
        List<LogPiece> newestFirst = pieces.stream()
                .sorted(Comparator.comparingLong(LogPiece::end).reversed())
                .toList();
        if (newestFirst.isEmpty()) {
            return 0;
        }
        long end = newestFirst.getFirst().end();
        int newlines = 0;
        for (LogPiece piece : newestFirst) {
            byte[] text = piece.content().getBytes(StandardCharsets.UTF_8);
            // What a later piece has, too, was counted there.
            int length = (int) Math.min(text.length, Math.max(0, end - piece.position()));
            for (int i = length - 1; i >= 0; i--) {
                boolean closesTheLog =
                        piece.position() + i + 1 == newestFirst.getFirst().end();
                if (text[i] == '\n' && !closesTheLog && ++newlines == lines) {
                    return piece.position() + i + 1;
                }
            }
            end = Math.min(end, piece.position());
        }
        return end;
    }
}
