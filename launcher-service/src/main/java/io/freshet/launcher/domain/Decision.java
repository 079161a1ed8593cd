package io.freshet.launcher.domain;

import java.util.List;

/**
 * What follows from an occurrence.
 *
 * @param effects to be carried out in this order
 */
public record Decision(AttemptState next, List<Effect> effects) {
    public Decision {
        effects = List.copyOf(effects);
    }

    static Decision stay(AttemptState state) {
        return new Decision(state, List.of());
    }

    static Decision of(AttemptState next, Effect... effects) {
        return new Decision(next, List.of(effects));
    }
}
