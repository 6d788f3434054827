#include "memory.h"

_Static_assert(sizeof(void*) == sizeof(jlong), "addresses are carried as longs, arrays of them as arrays of longs");
_Static_assert(sizeof(size_t) == sizeof(jlong), "sizes are carried as longs");

int64_t dlopt_address(JNIEnv* jenv, jobject buffer) { return (int64_t)(intptr_t)(*jenv)->GetDirectBufferAddress(jenv, buffer); }

dlopt_java_view dlopt_view(JNIEnv* jenv, int64_t address, int64_t bytes) {
  return (*jenv)->NewDirectByteBuffer(jenv, (void*)(intptr_t)address, bytes);
}

const char* dlopt_text(int64_t address) { return (const char*)(intptr_t)address; }

int64_t dlopt_hold(JNIEnv* jenv, jobject object) { return (int64_t)(intptr_t)(*jenv)->NewGlobalRef(jenv, object); }

void dlopt_release(JNIEnv* jenv, int64_t held) { (*jenv)->DeleteGlobalRef(jenv, (jobject)(intptr_t)held); }
