import { useState } from 'preact/hooks';
import { chooseLanguage, language } from '../words/language.ts';
import { words } from '../words/words.ts';
import { chooseText, isLargeText } from './text-size.ts';

const { frame } = words;

/** 大字: one switch between the two sizes of text. */
export function TextSwitch() {
  const [isLarge, setLarge] = useState(isLargeText);
  const toggle = (): void => {
    chooseText(!isLarge);
    setLarge(!isLarge);
  };
  return (
    <button type="button" class="word" aria-pressed={isLarge} onClick={toggle}>
      {frame.largeText}
    </button>
  );
}

/** Takes the other language. */
export function LanguageSwitch() {
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <button type="button" class="word" lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={() => chooseLanguage(other)}>
      {frame.otherLanguage}
    </button>
  );
}
