// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A pack as a ZIP archive, by minizip. Every file is dated 1980-01-01, so that the same pack is the same
 * archive; the fingerprint is of the manifest all the same, which no other compression changes.
 */
#include <errno.h>
#include <minizip/unzip.h>
#include <minizip/zip.h>
#include <stdlib.h>
#include <string.h>
#include "cleanup.h"
#include "evidence.h"

enum { DOS_1980 = 0x00210000, FILE_MOST = 1 << 30, LEVEL = 6, UTF8 = 1 << 11 };

/* ---- writing: minizip goes back to fill in sizes, so that it gets a file of its own ---- */

static voidpf give_file(voidpf opaque, const void *name, int mode)
{
	(void)name;
	(void)mode;
	return opaque;
}

static int keep_file(voidpf opaque, voidpf stream)
{
	(void)opaque;
	(void)stream;
	return 0;
}

static int put_file(zipFile zip, const struct evidence_file *f)
{
	const zip_fileinfo dated = { .dosDate = DOS_1980 };
	int r = zipOpenNewFileInZip(
		zip, f->name, &dated, NULL, 0, NULL, 0, NULL, Z_DEFLATED, LEVEL);

	if (r == ZIP_OK)
		r = zipWriteInFileInZip(zip, f->text, (unsigned)f->size);
	return r == ZIP_OK ? zipCloseFileInZip(zip) : r;
}

static int copy(FILE *from, FILE *to)
{
	char bytes[65536];
	size_t n;

	if (fflush(from) || fseeko(from, 0, SEEK_SET))
		return -EIO;
	while ((n = fread(bytes, 1, sizeof(bytes), from)) > 0)
		if (fwrite(bytes, 1, n, to) != n)
			return -EIO;
	return ferror(from) ? -EIO : 0;
}

int evidence_write(const struct evidence *p, FILE *out)
{
	zlib_filefunc64_def functions;
	FILE *own = tmpfile();
	zipFile zip;
	int r = ZIP_OK;

	if (!own)
		return -EIO;
	fill_fopen64_filefunc(&functions);
	functions.zopen64_file = give_file;
	functions.zclose_file = keep_file;
	functions.opaque = own;
	zip = zipOpen2_64("", APPEND_STATUS_CREATE, NULL, &functions);
	if (!zip)
		r = ZIP_ERRNO;
	for (size_t i = 0; r == ZIP_OK && i < p->count; i++)
		r = p->file[i].size < FILE_MOST ? put_file(zip, &p->file[i]) : ZIP_PARAMERROR;
	if (zip && zipClose(zip, NULL) != ZIP_OK)
		r = ZIP_ERRNO;
	r = r == ZIP_OK ? copy(own, out) : -EIO;
	(void)fclose(own);
	return r;
}

/* ---- reading what somebody sent ---- */

struct reading {
	unzFile zip;
	FILE *raw; /* the same file */
	evidence_fault_fn fault;
	void *data;
	struct evidence *pack;
};

/* What is damaged is as good as lost, which is told of it. 1; 0: damaged; -ENOMEM, -EFBIG. */
static int get_text(unzFile zip, size_t size, struct evidence_file *f)
{
	_cleanup_free_ char *text = NULL;
	int got;

	if (size >= FILE_MOST)
		return -EFBIG;
	text = malloc(size + 1);
	if (!text)
		return -ENOMEM;
	if (unzOpenCurrentFile(zip) != UNZ_OK)
		return 0;
	got = unzReadCurrentFile(zip, text, (unsigned)size);
	if (unzCloseCurrentFile(zip) != UNZ_OK || got != (int)size)
		return 0;
	f->text = TAKE_PTR(text);
	f->size = size;
	return 1;
}

/* Whoever unpacks by the names before the files gets the same ones. */
static bool is_called(const struct reading *in, const char *name)
{
	unzFile zip = in->zip;
	char found[EVIDENCE_NAME_SIZE] = "";
	const size_t len = strlen(name);
	bool is = false;

	if (unzOpenCurrentFile(zip) != UNZ_OK)
		return false;
	if (fseeko(in->raw,
		    (off_t)unzGetCurrentFileZStreamPos64(zip) -
			    unzGetLocalExtrafield(zip, NULL, 0) - (off_t)len,
		    SEEK_SET) == 0)
		is = fread(found, 1, len, in->raw) == len && strcmp(found, name) == 0;
	(void)unzCloseCurrentFile(zip);
	return is;
}

static int get_file(const struct reading *in)
{
	struct evidence *p = in->pack;
	unz_file_info64 info;
	struct evidence_file f = { .size = 0 };
	int r;

	if (unzGetCurrentFileInfo64(in->zip, &info, f.name, sizeof(f.name), NULL, 0, NULL, 0) !=
		UNZ_OK)
		return -EBADMSG;
	f.name[sizeof(f.name) - 1] = '\0';
	if (info.size_filename >= sizeof(f.name) || !evidence_is_name(f.name) ||
		evidence_find(p, f.name)) {
		in->fault(in->data, f.name, "evidence_fault_unlisted");
		return 0;
	}
	r = is_called(in, f.name) ? get_text(in->zip, (size_t)info.uncompressed_size, &f) : 0;
	if (r > 0)
		p->file[p->count++] = f;
	return r < 0 ? r : 0;
}

static int get_all(const struct reading *in)
{
	int more = unzGoToFirstFile(in->zip), r = 0;

	for (; r == 0 && more == UNZ_OK; more = unzGoToNextFile(in->zip))
		r = get_file(in);
	return r < 0 || more == UNZ_END_OF_LIST_OF_FILE ? r : -EBADMSG;
}

int evidence_read(
	const char *path, evidence_fault_fn fault, void *data, struct evidence *ret_evidence)
{
	const struct reading in = { unzOpen64(path), fopen(path, "re"), fault, data, ret_evidence };
	int r = in.zip && in.raw ? get_all(&in) : -EBADMSG;

	if (in.zip)
		(void)unzClose(in.zip);
	if (in.raw)
		(void)fclose(in.raw);
	if (r == 0)
		r = evidence_leaves(ret_evidence);
	return r;
}
