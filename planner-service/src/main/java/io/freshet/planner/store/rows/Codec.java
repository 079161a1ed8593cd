package io.freshet.planner.store.rows;

/** How values of one kind are written in a store. What was written by an earlier release stays readable. */
interface Codec<V> {
    byte[] write(V value);

    V read(byte[] bytes);
}
