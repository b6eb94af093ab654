import { invalid, notFound, tooLarge, unavailable, unsupported } from './refusals.ts';

/** The codes of the doors by which files of evidence come and go. */
export const evidenceRefusals = {
  EVIDENCE_REMOVED: notFound(
    '该佐证已删除，只保留其摘要；需要时请重新提交文件',
    'this evidence was removed, and only its hash is kept; submit the file again where it is needed',
  ),
  EVIDENCE_CONTENT_MISSING: notFound(
    '该佐证的文件不在存储中，请重新提交同一文件，或请系统管理员恢复存放佐证的文件夹',
    'the file of this evidence is not in its store; submit the same file again, or have the operator restore its folder',
  ),
  EVIDENCE_OTHER_HASH: invalid(
    '文件内容与所报的文件摘要不符，请重新计算摘要后提交',
    'the content has another hash than the address says; compute its SHA-256 anew and send it again',
  ),
  EVIDENCE_TRUNCATED: invalid('文件未完整到达，请重新提交', 'the file did not come whole; send it again'),
  EVIDENCE_LENGTH_MISSING: invalid(
    '请求没有写明文件的长度，请写明后重新提交',
    'the request does not say how long the file is; say it and send it again',
  ),
  EVIDENCE_TOO_LARGE: tooLarge(
    '文件过大，请压缩或拆分后再提交',
    'the file is too large; send a smaller one, or its parts',
  ),
  EVIDENCE_TYPE_UNKNOWN: unsupported(
    '不接受这种文件，请提交JPEG、PNG、WebP、HEIC图片或PDF、OFD、Office、ODF文件',
    'files of this kind are not taken; send a JPEG, PNG, WebP or HEIC picture, or a PDF, OFD, Office or ODF file',
  ),
  EVIDENCE_NAMED_OTHERWISE: unsupported(
    '文件名的后缀与文件内容不符，请改正文件名后再提交',
    'the name of the file ends as that of another kind; give it the ending of what it is, and send it again',
  ),
  EVIDENCE_NOT_KEPT: unavailable(
    '平台没有设置存放佐证的地方，请联系系统管理员',
    'this platform has no place for evidence; ask the operator (EVIDENCE_FOLDER, or EVIDENCE_S3_URL)',
  ),
};
