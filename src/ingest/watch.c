#include "ingest/watch.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/arena.h"

#define BYTES ((size_t)64 << 10)
#define MASK                                                                \
	(IN_CREATE | IN_MOVED_TO | IN_MODIFY | IN_ATTRIB | IN_CLOSE_WRITE | \
	    IN_DELETE | IN_MOVED_FROM | IN_DELETE_SELF | IN_MOVE_SELF |     \
	    IN_ONLYDIR)

struct watch {
	int fd; /* or -1 */
	unsigned most, n;
	size_t used, at; /* of bytes */
	_Alignas(struct inotify_event) char bytes[BYTES];
};

/* <linux/magic.h>, and for those that are not in it the file systems' own
 * sources: super-block magics. */
static const uint32_t remote[] = {
	0x6969,     /* NFS */
	0x517b,     /* SMB */
	0xff534d42, /* CIFS */
	0xfe534d42, /* SMB2 */
	0x01021997, /* 9P: shared folders of virtual machines */
	0x65735546, /* FUSE: s3fs, sshfs ... */
	0x5346414f, /* AFS */
	0x6b414653, /* kAFS */
	0x73757245, /* Coda */
	0x00c36400, /* Ceph */
	0x01161970, /* GFS2 */
	0x7461636f, /* OCFS2 */
	0x0bd00bd0, /* Lustre */
	0x47504653, /* GPFS */
	0x19830326, /* BeeGFS */
	0x786f4256, /* VirtualBox shared folders */
};

bool
watch_is_remote(long type)
{
	for (size_t i = 0; i < sizeof(remote) / sizeof(*remote); i++)
		if ((uint32_t)type == remote[i])
			return true;
	return false;
}

struct watch *
watch_new(unsigned most)
{
	struct watch *w = mem_zero(1, sizeof(*w));

	w->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	w->most = most;
	return w;
}

void
watch_free(struct watch *w)
{
	if (!w)
		return;
	if (w->fd >= 0)
		close(w->fd);
	free(w);
}

int
watch_fd(const struct watch *w)
{
	return w->fd;
}

enum watch_answer
watch_add(struct watch *w, const char *path, int *id)
{
	struct statfs fs;

	if (w->fd < 0 || (w->most && w->n >= w->most))
		return WATCH_FULL;
	if (statfs(path, &fs) == 0 && watch_is_remote((long)fs.f_type))
		return WATCH_REMOTE;
	*id = inotify_add_watch(w->fd, path, MASK);
	if (*id >= 0) {
		w->n++;
		return WATCH_ADDED;
	}
	return errno == ENOSPC || errno == ENOMEM ? WATCH_FULL : WATCH_FAILED;
}

void
watch_remove(struct watch *w, int id)
{
	inotify_rm_watch(w->fd, id); /* watch_next counts its end */
}

static unsigned
meaning(uint32_t mask)
{
	static const struct {
		uint32_t mask;
		unsigned what;
	} rows[] = {
		{ IN_CREATE, WATCH_NAME },
		{ IN_MOVED_TO, WATCH_NAME | WATCH_WHOLE },
		{ IN_MODIFY | IN_ATTRIB, WATCH_BYTES },
		{ IN_CLOSE_WRITE, WATCH_BYTES | WATCH_WHOLE },
		{ IN_DELETE, WATCH_GONE },
		{ IN_MOVED_FROM, WATCH_AWAY },
		{ IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT, WATCH_SELF },
		{ IN_Q_OVERFLOW, WATCH_MISSED },
	};
	unsigned what = 0;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (mask & rows[i].mask)
			what |= rows[i].what;
	return what;
}

bool
watch_next(struct watch *w, struct watch_event *e)
{
	struct inotify_event head;
	const char *name;
	ssize_t n;

	for (;;) {
		if (w->at == w->used) {
			n = w->fd < 0 ? -1 : read(w->fd, w->bytes, BYTES);
			if (n <= 0)
				return false;
			w->used = (size_t)n;
			w->at = 0;
		}
		memcpy(&head, w->bytes + w->at, sizeof(head));
		name = w->bytes + w->at + sizeof(head);
		w->at += sizeof(head) + head.len;
		/* The watch ends by itself with its directory. */
		if (head.mask & IN_IGNORED && w->n > 0)
			w->n--;
		*e = (struct watch_event){ .id = head.wd,
			.what = meaning(head.mask),
			.name = head.len ? str_of(name) : STR("") };
		if (e->what)
			return true;
	}
}
