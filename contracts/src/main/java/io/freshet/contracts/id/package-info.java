/** Identities: what things are called, and how those names are written as one string. */
@NullMarked
package io.freshet.contracts.id;

import org.jspecify.annotations.NullMarked;
