package io.freshet.planner.domain.state;

/**
 * Where a dataset was.
 *
 * @param path of its directory
 * @param layout that it had, its text
 */
public record FormerPlace(String dataset, String path, String layout) {}
