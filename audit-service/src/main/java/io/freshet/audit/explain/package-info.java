/** Why an instance is as it is, from recorded facts. Pure. */
@NullMarked
package io.freshet.audit.explain;

import org.jspecify.annotations.NullMarked;
