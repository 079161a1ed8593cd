/**
 * The rules of watching, without a file system, a clock or a topic: what one look at a file means, when a partition may be reported,
 * what belongs into one batch, and which datasets are watched at all.
 */
@NullMarked
package io.freshet.watcher.domain;

import org.jspecify.annotations.NullMarked;
