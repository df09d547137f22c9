/** The patterns that tell phases apart without colour, defined once a page. */
export function PhasePatterns() {
  return (
    <svg width="0" height="0" className="absolute" aria-hidden="true" focusable="false">
      <defs>
        <pattern id="motif-investigation" width="6" height="6" patternUnits="userSpaceOnUse">
          <circle cx="1.5" cy="1.5" r="1" className="motif-plein" />
          <circle cx="4.5" cy="4.5" r="1" className="motif-plein" />
        </pattern>
        <pattern id="motif-construction" width="7" height="7" patternUnits="userSpaceOnUse">
          <path d="M-1,8 L8,-1 M-1,1 L1,-1 M6,8 L8,6" className="motif" strokeWidth="1.6" />
        </pattern>
        <pattern id="motif-consolidation" width="5" height="5" patternUnits="userSpaceOnUse">
          <path d="M1.5,0 V5" className="motif" strokeWidth="1.5" />
        </pattern>
        <pattern id="motif-doute" width="6" height="6" patternUnits="userSpaceOnUse">
          <path d="M0,0 L6,6 M0,6 L6,0" className="motif" strokeWidth="1" />
        </pattern>
      </defs>
    </svg>
  );
}
