using NodaTime;
using ServiceDirectory.Core.Guides;

namespace ServiceDirectory.Web;

/// <summary>A guide below its title, for the public and for those who look at it before.</summary>
/// <param name="Guide">In the languages that it has.</param>
/// <param name="Today">Decides whether it is due.</param>
/// <param name="IsPreview">Nobody else reads it yet.</param>
public sealed record GuideView(ShownGuide Guide, LocalDate Today, bool IsPreview = false);
