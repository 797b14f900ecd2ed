package org.pyreview.metadata;

/** The metadata contradicts itself or is incomplete; the message names the file and the reason. */
class MetadataException extends RuntimeException {
  MetadataException(String message) {
    super(message);
  }
}
