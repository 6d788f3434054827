/* digits_hash.c - makes 02_digits.c tell the hash of its final weights (FNV-1a), which the same training in another language is compared
 * with. Linked in with -Wl,--wrap=network_free: the network is freed once, at the end. */
#include "network.h"

#include <stdio.h>

void __real_network_free(network* net);
void __wrap_network_free(network* net);

void __wrap_network_free(network* net) {
  uint64_t hash = UINT64_C(0xcbf29ce484222325);
  for (int i = 0; i < NETWORK_PARAMS; i++) {
    const unsigned char* bytes = (const unsigned char*)net->params[i].value;
    size_t count = (size_t)network_param_size(&net->params[i]) * sizeof(float);
    for (size_t k = 0; k < count; k++) hash = (hash ^ bytes[k]) * UINT64_C(0x100000001b3);
  }
  printf("weights %016llx\n", (unsigned long long)hash);
  __real_network_free(net);
}
