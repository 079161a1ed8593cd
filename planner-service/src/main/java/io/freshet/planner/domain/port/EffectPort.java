package io.freshet.planner.domain.port;

import io.freshet.planner.domain.state.Effects;

/** Where events go, and timers. */
public interface EffectPort {
    Effects effects();
}
