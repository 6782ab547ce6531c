"""A rule file with a bit of everything, for tests that spoil it."""

TEXT = """\
instrumen im_contoh "Indeks Contoh" edisi "2021" {
  penerbit    "Badan Contoh Nasional"
  dasar hukum "Peraturan Nomor 8 Tahun 2020"
  mulai berlaku 2021-01-01 sampai dengan 2021-12-31
  asumsi setara "Subkriteria berbobot sama" karena "lampiran belum terbit"
  asumsi lubang "Nilai di antara dua ambang masuk ke yang lebih rendah"
    karena "tabel hanya memuat bilangan bulat"

  skala maturitas kumulatif { 0 "Belum ada"; 1 "Rendah"; 2 "Tinggi" }
  bukti dukung dokumen "Dokumen pendukung" { masih sah pada akhir periode }

  jumlah bobot kriteria harus 100%
  setiap kriteria { nilai = rata-rata dari subkriteria berdasarkan asumsi setara }
  setiap subkriteria {
    dinilai dengan maturitas
    tingkat 1 ke atas memerlukan 1 dokumen
    tanpa bukti turun ke tingkat tertinggi yang terbukti
  }

  kriteria kebijakan "Kebijakan" bobot 60% berdasarkan "Lampiran, huruf A" {
    subkriteria komitmen "Komitmen"
    subkriteria proses   "Proses"
  }
  kriteria penerapan "Penerapan" bobot 40% {
    subkriteria sosialisasi "Sosialisasi"
  }

  nilai skor   = rata-rata tertimbang dari kriteria * 100
  nilai indeks = skor / 300 disajikan dengan 2 desimal setengah ke atas
  ambang kategori dari skor {
    "Rendah" mulai dari 0   sampai dengan 100
    "Tinggi" mulai dari 101 sampai dengan 200
    nilai di antara dua ambang masuk ke yang lebih rendah berdasarkan asumsi lubang
  }
}
instrumen im_contoh edisi "2022" mengubah "2021" {
  ubah kriteria penerapan { nama "Pelaksanaan"; bobot 50% }
}

contoh "Semua tingkat 2" untuk im_contoh edisi "2021" {
  diketahui setiap subkriteria = 2
  diharapkan indeks = 0.67
  diharapkan kategori = "Tinggi"
}
"""
