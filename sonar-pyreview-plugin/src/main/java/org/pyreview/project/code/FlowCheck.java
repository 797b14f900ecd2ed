package org.pyreview.project.code;

/**
 * A rule that follows values through the code: through all files on the server, and through the one
 * that is open in the IDE.
 */
public abstract class FlowCheck extends CodeCheck {}
