/** The fixed key of the local build, so that its extension id is known; a release gets its key from the store. */
export const extensionKey = {
  publicKey:
    'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAwdUsV8ULsvhA8HKnNY2CJdZbi79sVxRBDufWifljzLsHtCpp8sdQ5aedji9P06mQTlPF/K7aPfYi8hXd50wBmFnHXQXQ9gF+l99jZEPc9LG8DFXp3bUGx1GzkBxER4HP0Irc3hKmqTzqT3uyaQqS18SUAgO7ZPOrLeQnEKaeaHoiBVsz54Ts7AmabVtN/vc4z70g2XfS8/36TWC65MGH3f+GdpDih/qpS6QDrcm+yciUO9Drg5Mn9yZ6a1Cn93W6i+Gw9VLWgmd9YntNurPgQaLl+DAwxubxXVT/AQxx2EnLf6yELTg0fnaIF9T5T6wHE90QM1xFRtiVUhotaPBygQIDAQAB',
  extensionId: 'lkeckjooailkgokmpikgifonlimffopa',
};
